#include "shipped_files.h"

// The files of the folder `Pathways`, as bytes of the program: an array in Swift would take minutes to compile.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char adult_iop_test[] = {
#embed "../../Pathways/adult_iop.test.yaml"
};
static const unsigned char adult_iop[] = {
#embed "../../Pathways/adult_iop.yaml"
};
static const unsigned char hospital_to_iop_test[] = {
#embed "../../Pathways/hospital_to_iop.test.yaml"
};
static const unsigned char hospital_to_iop[] = {
#embed "../../Pathways/hospital_to_iop.yaml"
};
static const unsigned char instruments_asq_test[] = {
#embed "../../Pathways/instruments/asq.test.yaml"
};
static const unsigned char instruments_asq[] = {
#embed "../../Pathways/instruments/asq.yaml"
};
static const unsigned char instruments_audit_test[] = {
#embed "../../Pathways/instruments/audit.test.yaml"
};
static const unsigned char instruments_audit[] = {
#embed "../../Pathways/instruments/audit.yaml"
};
static const unsigned char instruments_audit_c_test[] = {
#embed "../../Pathways/instruments/audit_c.test.yaml"
};
static const unsigned char instruments_audit_c[] = {
#embed "../../Pathways/instruments/audit_c.yaml"
};
static const unsigned char instruments_bam_test[] = {
#embed "../../Pathways/instruments/bam.test.yaml"
};
static const unsigned char instruments_bam[] = {
#embed "../../Pathways/instruments/bam.yaml"
};
static const unsigned char instruments_cssrs_test[] = {
#embed "../../Pathways/instruments/cssrs.test.yaml"
};
static const unsigned char instruments_cssrs[] = {
#embed "../../Pathways/instruments/cssrs.yaml"
};
static const unsigned char instruments_dast10_test[] = {
#embed "../../Pathways/instruments/dast10.test.yaml"
};
static const unsigned char instruments_dast10[] = {
#embed "../../Pathways/instruments/dast10.yaml"
};
static const unsigned char instruments_gad7_test[] = {
#embed "../../Pathways/instruments/gad7.test.yaml"
};
static const unsigned char instruments_gad7[] = {
#embed "../../Pathways/instruments/gad7.yaml"
};
static const unsigned char instruments_pcl5_test[] = {
#embed "../../Pathways/instruments/pcl5.test.yaml"
};
static const unsigned char instruments_pcl5[] = {
#embed "../../Pathways/instruments/pcl5.yaml"
};
static const unsigned char instruments_phq2_test[] = {
#embed "../../Pathways/instruments/phq2.test.yaml"
};
static const unsigned char instruments_phq2[] = {
#embed "../../Pathways/instruments/phq2.yaml"
};
static const unsigned char instruments_phq9_test[] = {
#embed "../../Pathways/instruments/phq9.test.yaml"
};
static const unsigned char instruments_phq9[] = {
#embed "../../Pathways/instruments/phq9.yaml"
};
static const unsigned char instruments_phqa_test[] = {
#embed "../../Pathways/instruments/phqa.test.yaml"
};
static const unsigned char instruments_phqa[] = {
#embed "../../Pathways/instruments/phqa.yaml"
};
static const unsigned char iop_basic_test[] = {
#embed "../../Pathways/iop_basic.test.yaml"
};
static const unsigned char iop_basic[] = {
#embed "../../Pathways/iop_basic.yaml"
};
static const unsigned char shared_session_reminder[] = {
#embed "../../Pathways/shared/session_reminder.yaml"
};
static const unsigned char shared_suicide_risk[] = {
#embed "../../Pathways/shared/suicide_risk.yaml"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}

static const shipped_file files[] = {
    FILE("adult_iop.test.yaml", adult_iop_test),
    FILE("adult_iop.yaml", adult_iop),
    FILE("hospital_to_iop.test.yaml", hospital_to_iop_test),
    FILE("hospital_to_iop.yaml", hospital_to_iop),
    FILE("instruments/asq.test.yaml", instruments_asq_test),
    FILE("instruments/asq.yaml", instruments_asq),
    FILE("instruments/audit.test.yaml", instruments_audit_test),
    FILE("instruments/audit.yaml", instruments_audit),
    FILE("instruments/audit_c.test.yaml", instruments_audit_c_test),
    FILE("instruments/audit_c.yaml", instruments_audit_c),
    FILE("instruments/bam.test.yaml", instruments_bam_test),
    FILE("instruments/bam.yaml", instruments_bam),
    FILE("instruments/cssrs.test.yaml", instruments_cssrs_test),
    FILE("instruments/cssrs.yaml", instruments_cssrs),
    FILE("instruments/dast10.test.yaml", instruments_dast10_test),
    FILE("instruments/dast10.yaml", instruments_dast10),
    FILE("instruments/gad7.test.yaml", instruments_gad7_test),
    FILE("instruments/gad7.yaml", instruments_gad7),
    FILE("instruments/pcl5.test.yaml", instruments_pcl5_test),
    FILE("instruments/pcl5.yaml", instruments_pcl5),
    FILE("instruments/phq2.test.yaml", instruments_phq2_test),
    FILE("instruments/phq2.yaml", instruments_phq2),
    FILE("instruments/phq9.test.yaml", instruments_phq9_test),
    FILE("instruments/phq9.yaml", instruments_phq9),
    FILE("instruments/phqa.test.yaml", instruments_phqa_test),
    FILE("instruments/phqa.yaml", instruments_phqa),
    FILE("iop_basic.test.yaml", iop_basic_test),
    FILE("iop_basic.yaml", iop_basic),
    FILE("shared/session_reminder.yaml", shared_session_reminder),
    FILE("shared/suicide_risk.yaml", shared_suicide_risk),
};

size_t shipped_file_count(void) { return sizeof files / sizeof files[0]; }

shipped_file shipped_file_at(size_t place) { return files[place]; }
